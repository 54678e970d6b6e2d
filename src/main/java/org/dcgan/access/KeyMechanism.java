package org.dcgan.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import org.dcgan.problem.Problem;
import org.dcgan.problem.ProblemAnswer;

/** Authenticates people by the key that they send as a bearer token. An unknown key may be a token of an identity provider. */
@Singleton
final class KeyMechanism implements HttpAuthenticationMechanism {
    private final Keys keys;

    @Inject
    KeyMechanism(Keys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        Optional<SecurityIdentity> identity =
                Session.token(context.request()).flatMap(keys::find).map(KeyMechanism::identity);
        return Uni.createFrom().optional(identity);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        Status.UNAUTHORIZED.getStatusCode(), HttpHeaderNames.WWW_AUTHENTICATE, Problem.CHALLENGE));
    }

    /** The response for routes without an end point, such as those under {@code /q}. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return HttpAuthenticationMechanism.super
                .sendChallenge(context)
                .invoke(() -> ProblemAnswer.send(context.response(), Problem.unauthorized()));
    }

    /** Runs before the identity provider's mechanism. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 100;
    }

    private static SecurityIdentity identity(Key key) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(key.name()))
                .addRole(key.role())
                .build();
    }
}
