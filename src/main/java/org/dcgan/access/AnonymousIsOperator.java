package org.dcgan.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;

/** Gives anonymous clients the operator role, if no authentication is configured. */
@Singleton
final class AnonymousIsOperator implements SecurityIdentityAugmentor {
    private final Guard guard;

    @Inject
    AnonymousIsOperator(Guard guard) {
        this.guard = guard;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(guard.letsAnybodyIn() ? operator(identity) : identity);
    }

    private static SecurityIdentity operator(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder(identity)
                .addRoles(Set.of(Access.VIEWER, Access.OPERATOR))
                .build();
    }
}
