/** Limits per client: requests per second, open event streams, time to send a request. */
package org.dcgan.limit;
