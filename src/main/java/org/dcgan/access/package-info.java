/**
 * Who may do what over HTTP, and who did.
 *
 * <p>Start reading at {@link org.dcgan.access.Guard}: without keys and without an identity provider everybody is let in, on the
 * loopback address alone. {@link org.dcgan.access.KeyMechanism} knows people by their keys, Quarkus' OIDC by their tokens; end
 * points name the role of {@link org.dcgan.access.Access} that they need, and one that names none is closed.
 */
package org.dcgan.access;
