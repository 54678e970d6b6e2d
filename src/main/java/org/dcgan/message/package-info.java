/** The messages between services, and their JSON. */
package org.dcgan.message;
