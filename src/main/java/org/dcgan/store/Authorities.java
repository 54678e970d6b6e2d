package org.dcgan.store;

import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;

/** Those who vouch for the object store's certificate. */
public record Authorities(List<X509Certificate> certificates) {
    /** What to trust: them, and whom the platform trusts. */
    HandshakeCertificates andThePlatforms() {
        HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        certificates.forEach(trusted::addTrustedCertificate);
        return trusted.build();
    }
}
