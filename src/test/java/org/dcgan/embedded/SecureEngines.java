package org.dcgan.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.common.utils.Time;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A Kafka broker and an S3 server with TLS by their own authority, which require passwords. */
final class SecureEngines implements AutoCloseable {
    /** Of the broker's user and of the store's. */
    static final String PASSWORD = UUID.randomUUID().toString();

    private static final String USER = "dcgan";
    private static final String BROKER = "broker";
    private static final String MECHANISM = "SCRAM-SHA-512";

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .addSubjectAlternativeName(Loopback.HOST)
            .signedBy(authority)
            .build();
    private final Path authorityFile;
    private final String broker;
    private final KafkaRaftServer kafka;
    private final S3Proxy s3;

    SecureEngines(Path directory) throws Exception {
        authorityFile = Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
        broker = Loopback.HOST + ":" + Loopback.freePort();
        kafka = new KafkaRaftServer(
                new KafkaConfig(brokerSettings(Files.createDirectories(directory.resolve("kafka"))), false),
                Time.SYSTEM);
        kafka.startup();
        s3 = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(
                        Files.createDirectories(directory.resolve("s3")).toString()))
                .secureEndpoint(URI.create("https://" + Loopback.HOST + ":0"))
                .keyStore(keyStore(directory.resolve("s3.p12")).toString(), PASSWORD)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, USER, PASSWORD)
                .build();
        s3.start();
    }

    /** How a program reaches them; the secrets are left to files. */
    List<String> settings() {
        return List.of(
                "kafka.bootstrap.servers=" + broker,
                "kafka.security.protocol=SASL_SSL",
                "kafka.sasl.mechanism=" + MECHANISM,
                "kafka.ssl.truststore.type=PEM",
                "kafka.ssl.truststore.location=" + authorityFile,
                "dcgan.s3.endpoint=" + s3Endpoint(),
                "dcgan.s3.ca=" + authorityFile);
    }

    /** By setting. */
    Map<String, String> secrets() {
        return Map.of(
                "kafka.sasl.jaas.config", login(USER),
                "dcgan.s3.access-key", USER,
                "dcgan.s3.secret-key", PASSWORD);
    }

    String s3Endpoint() {
        return "https://" + Loopback.HOST + ":" + s3.getSecurePort();
    }

    @Override
    public void close() throws IOException {
        kafka.shutdown();
        kafka.awaitShutdown();
        try {
            s3.stop();
        } catch (Exception e) {
            throw new IOException("The S3 server does not stop", e);
        }
    }

    private Map<String, String> brokerSettings(Path logs) throws Exception {
        EmbeddedKafka.formatter(logs)
                .setScramArguments(List.of(credential(USER), credential(BROKER)))
                .run();
        Map<String, String> settings =
                new HashMap<>(EmbeddedKafka.settings(logs, broker, Loopback.HOST + ":" + Loopback.freePort()));
        settings.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", MECHANISM);
        settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        settings.put("listener.name.broker.scram-sha-512.sasl.jaas.config", login(BROKER));
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", certificate.certificatePem() + authority.certificatePem());
        settings.put("ssl.keystore.key", certificate.privateKeyPkcs8Pem());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", authority.certificatePem());
        return settings;
    }

    private static String credential(String user) {
        return "%s=[name=%s,password=%s]".formatted(MECHANISM, user, PASSWORD);
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, PASSWORD);
    }

    private Path keyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("s3", certificate.keyPair().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
            certificate.certificate(), authority.certificate()
        });
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
