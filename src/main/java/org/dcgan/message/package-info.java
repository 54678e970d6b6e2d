/** The records that travel between services, and their JSON. */
package org.dcgan.message;
