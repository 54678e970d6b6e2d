package org.dcgan.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server over a directory, in this process, on the loopback address. */
public final class EmbeddedS3 implements AutoCloseable {
    private static final int THREADS = 16;

    private final S3Proxy server;

    private EmbeddedS3(S3Proxy server) {
        this.server = server;
    }

    /**
     * Starts a server; it serves what an earlier one stored in the directory.
     *
     * @param directory directory of buckets and objects; created if necessary
     * @param port 0 for any free one
     * @throws IOException if it cannot start
     */
    public static EmbeddedS3 start(Path directory, int port, String accessKey, String secretKey) throws IOException {
        Files.createDirectories(directory);
        S3Proxy server = S3Proxy.builder()
                .blobStore(
                        new FilesystemNio2BlobStore(directory.toAbsolutePath().toString()))
                .endpoint(URI.create("http://" + Loopback.HOST + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .jettyMaxThreads(THREADS)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("The embedded S3 server does not start", e);
        }
        return new EmbeddedS3(server);
    }

    /** The URL for clients. */
    public URI endpoint() {
        return URI.create("http://" + Loopback.HOST + ":" + server.getPort());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The embedded S3 server does not stop", e);
        }
    }
}
