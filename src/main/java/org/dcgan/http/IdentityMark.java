package org.dcgan.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Takes {@code Content-Encoding: identity}, a word to the compressor alone, off the answers of a connection behind it. */
final class IdentityMark extends ChannelOutboundHandlerAdapter {
    /** On a connection of HTTP/1, once. */
    static void hide(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelPipeline pipeline = base.channel().pipeline();
            ChannelHandlerContext compressor = pipeline.context(HttpContentCompressor.class);
            if (compressor != null && pipeline.get(IdentityMark.class) == null) {
                pipeline.addBefore(compressor.name(), IdentityMark.class.getName(), new IdentityMark());
            }
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.headers().contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY, true)) {
            response.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
        }
        context.write(message, promise);
    }
}
