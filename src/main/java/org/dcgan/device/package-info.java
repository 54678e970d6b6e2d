/** The device for computations, set by {@code dcgan.device}. */
package org.dcgan.device;
