/**
 * What the pipeline publishes and reads, described for other systems: AsyncAPI and JSON Schema.
 *
 * <p>Start reading at {@link org.dcgan.contract.AsyncApi}.
 */
package org.dcgan.contract;
