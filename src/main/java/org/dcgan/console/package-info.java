/**
 * Submits, cancels and shows jobs: over HTTP, as server-sent events and on a page.
 *
 * <p>Start reading at {@link org.dcgan.console.JobsResource}, which asks {@link org.dcgan.console.JobIndex}: everything the topics
 * say about the jobs, as one {@link org.dcgan.console.Run} per job. {@link org.dcgan.console.ConsoleRole} fills the index at startup,
 * and {@link org.dcgan.console.EventStreams} sends the changes. The page is in {@code META-INF/resources}.
 */
package org.dcgan.console;
