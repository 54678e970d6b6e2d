/**
 * Takes up, cancels and shows jobs: over HTTP, as server-sent events and on a page.
 *
 * <p>Start reading at {@link org.dcgan.console.JobsResource}, which asks {@link org.dcgan.console.JobIndex}: what the topics tell of
 * every job, kept as one {@link org.dcgan.console.Run} each. {@link org.dcgan.console.ConsoleRole} fills the index at the start, and
 * {@link org.dcgan.console.EventStreams} sends what is new in it. The page lies in {@code META-INF/resources}.
 */
package org.dcgan.console;
