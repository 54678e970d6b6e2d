package org.dcgan.store;

import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;

/** Certificate authorities to trust for the object store. */
public record Authorities(List<X509Certificate> certificates) {
    /** The trusted certificates: these and the platform's. */
    HandshakeCertificates andThePlatforms() {
        HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        certificates.forEach(trusted::addTrustedCertificate);
        return trusted.build();
    }
}
