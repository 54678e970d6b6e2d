package org.dcgan.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;

/**
 * Compresses each answer of a connection of HTTP/1 that is marked with {@code Content-Encoding: gzip}. The server's own compressor
 * ignores those; it reads the request's original header and understands fewer spellings of it. To keep it from compressing other
 * answers they are marked with {@code Content-Encoding: identity}, which is removed here.
 */
final class MarkedCompressor extends HttpContentCompressor {
    private final HttpMethod first;

    /** @param first the method of the current request, which has already passed this point */
    private MarkedCompressor(HttpMethod first) {
        this.first = first;
    }

    /** Adds it to a request's connection, once. */
    static void install(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            ChannelHandlerContext own = pipeline.context(HttpContentCompressor.class);
            if (own != null && pipeline.get(MarkedCompressor.class) == null) {
                HttpMethod method = HttpMethod.valueOf(request.method().name());
                pipeline.addBefore(own.name(), MarkedCompressor.class.getName(), new MarkedCompressor(method));
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        decode(context, new DefaultHttpRequest(HttpVersion.HTTP_1_1, first, "/"), new ArrayList<>());
    }

    @Override
    protected Result beginEncode(HttpResponse response, String acceptEncoding) throws Exception {
        if (!response.headers().contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP, true)) {
            return null;
        }
        response.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
        return super.beginEncode(response, HttpHeaderValues.GZIP.toString());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && response.headers().contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY, true)) {
            response.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
        }
        super.write(context, message, promise);
    }
}
