package org.dcgan.process;

import java.net.URI;

/**
 * Where a running process and its servers are reached: the content of {@code endpoints.json}.
 *
 * @param bootstrapServers Kafka brokers
 * @param s3Endpoint URL of the object store
 * @param accessKey key of the object store; null where requests are anonymous
 * @param secretKey secret of the object store; null where requests are anonymous
 * @param httpUrl URL of this process, with the port that it really has
 */
public record Endpoints(String bootstrapServers, URI s3Endpoint, String accessKey, String secretKey, URI httpUrl) {}
