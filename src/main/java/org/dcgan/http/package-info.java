/** HTTP details: reads headers as leniently as RFC 9110 allows, and parameters strictly. */
package org.dcgan.http;
