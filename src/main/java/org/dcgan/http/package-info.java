/** HTTP as clients really speak it: headers read as leniently as RFC 9110 allows, parameters strictly. */
package org.dcgan.http;
