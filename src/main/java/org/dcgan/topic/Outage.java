package org.dcgan.topic;

import java.time.Duration;

/**
 * That the Kafka broker is away.
 *
 * @param silence for how long it has not answered
 * @param reason in words, which stay the same while it is away for the same reason
 */
public record Outage(Duration silence, String reason) {}
