/**
 * Authentication, authorisation and audit of HTTP requests.
 *
 * <p>Start reading at {@link org.dcgan.access.Guard}: without keys and without an identity provider access is anonymous, and only on
 * the loopback address. {@link org.dcgan.access.KeyMechanism} authenticates people by keys, Quarkus' OIDC by tokens; end points name
 * the role of {@link org.dcgan.access.Access} that they require, and an end point without one is denied.
 */
package org.dcgan.access;
