package org.dcgan.console;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Writes an event stream: many events per write, and the next write only after the previous one is done. */
@Provider
public final class EventWriter implements ServerMessageBodyWriter<EventStream> {
    private record Connection(ResteasyReactiveRequestContext request) implements EventSink {
        @Override
        public CompletionStage<Void> write(byte[] bytes) {
            return response().write(bytes);
        }

        @Override
        public void end() {
            response().end();
            request.close();
        }

        @Override
        public void cut() {
            response().reset();
            request.close();
        }

        private ServerHttpResponse response() {
            return request.serverResponse();
        }
    }

    @Override
    public void writeResponse(EventStream stream, Type type, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        request.serverResponse().setChunked(true);
        stream.start(new Connection(request));
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == EventStream.class;
    }

    @Override
    public void writeTo(
            EventStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("an event stream is written by writeResponse");
    }
}
