package org.dcgan.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** An identity provider: publishes its keys and signs tokens with them. */
final class Issuer implements AutoCloseable {
    private final HttpServer server;
    private final RsaJsonWebKey key = key();

    Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/keys\"}".formatted(url())));
        server.createContext(
                "/keys",
                exchange -> answer(exchange, "{\"keys\":[%s]}".formatted(key.toJson(OutputControlLevel.PUBLIC_ONLY))));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token for a minute that makes Ida an operator, if nothing is changed about it. */
    String token(Consumer<JwtClaims> change) throws JoseException {
        return sign(change, key);
    }

    /** A token in the name of the issuer, signed with another key. */
    String forgedToken() throws JoseException {
        return sign(claims -> {}, key());
    }

    /** The like, not signed at all. */
    String unsignedToken() throws JoseException {
        JsonWebSignature token = unsigned(claims -> {});
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return token.getCompactSerialization();
    }

    /** The like, signed with what everybody knows: the public key, taken for a secret. */
    String publicKeySignedToken() throws JoseException {
        JsonWebSignature token = unsigned(claims -> {});
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        return token.getCompactSerialization();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String sign(Consumer<JwtClaims> change, RsaJsonWebKey by) throws JoseException {
        JsonWebSignature token = unsigned(change);
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        token.setKey(by.getPrivateKey());
        return token.getCompactSerialization();
    }

    private JsonWebSignature unsigned(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience("dcgan");
        claims.setSubject("4711");
        claims.setClaim("preferred_username", "ida");
        claims.setStringListClaim("groups", Access.OPERATOR);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        change.accept(claims);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setKeyIdHeaderValue(key.getKeyId());
        return token;
    }

    private static RsaJsonWebKey key() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("the key");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(json.getBytes(UTF_8));
        }
    }
}
