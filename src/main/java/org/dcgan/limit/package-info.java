/** How much of a process one client may have: requests a second, event streams at once, time to send a request in. */
package org.dcgan.limit;
