/**
 * Turns losses, states and checkpoints into Prometheus' series.
 *
 * <p>Start reading at {@link org.dcgan.metrics.MetricsRole}: {@link org.dcgan.metrics.Events} reads the topics onto the
 * {@link org.dcgan.metrics.Board}, and {@link org.dcgan.metrics.BoardCollector} shows the board to whoever scrapes.
 */
package org.dcgan.metrics;
