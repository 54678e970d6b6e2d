package org.dcgan.topic;

import java.time.Duration;

/**
 * An outage of the Kafka broker.
 *
 * @param silence for how long it has not answered
 * @param reason description, which stays the same as long as the cause does
 */
public record Outage(Duration silence, String reason) {}
