package org.dcgan.process;

import java.net.URI;

/**
 * The addresses of a running process and its servers: the content of {@code endpoints.json}.
 *
 * @param bootstrapServers Kafka brokers
 * @param s3Endpoint URL of the object store
 * @param accessKey key of the embedded object store; null if another store is configured
 * @param secretKey secret of the embedded object store; null where another is configured
 * @param httpUrl URL of this process, with its actual port
 */
public record Endpoints(String bootstrapServers, URI s3Endpoint, String accessKey, String secretKey, URI httpUrl) {}
