/** Where this process computes: the device that {@code dcgan.device} names. */
package org.dcgan.device;
