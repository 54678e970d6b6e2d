/**
 * Turns losses, states and checkpoints into Prometheus' series.
 *
 * <p>Start reading at {@link org.dcgan.metrics.MetricsRole}: {@link org.dcgan.metrics.TopicReader} reads the topics into
 * {@link org.dcgan.metrics.MetricsState}, and {@link org.dcgan.metrics.MetricsCollector} answers scrapes.
 */
package org.dcgan.metrics;
