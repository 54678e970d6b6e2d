/** Error responses: problem details (RFC 9457) that name the field, its value and what is allowed. */
package org.dcgan.problem;
