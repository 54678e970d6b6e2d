package org.dcgan.process;

import java.net.URI;

/**
 * Where a running process and its servers are reached: the content of {@code endpoints.json}.
 *
 * @param bootstrapServers Kafka brokers
 * @param s3Endpoint URL of the object store
 * @param accessKey key of the embedded object store; null where another is configured, whose keys its users have
 * @param secretKey secret of the embedded object store; null where another is configured
 * @param httpUrl URL of this process, with the port that it really has
 */
public record Endpoints(String bootstrapServers, URI s3Endpoint, String accessKey, String secretKey, URI httpUrl) {}
