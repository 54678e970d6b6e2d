package org.dcgan.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a file of certificates (PEM), one or more. */
public final class AuthoritiesConverter implements Converter<Authorities> {
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if the file is invalid */
    @Override
    public Authorities convert(String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("it is empty");
            }
            return new Authorities(certificates);
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("takes a file of certificates in PEM, was " + file, e);
        }
    }
}
