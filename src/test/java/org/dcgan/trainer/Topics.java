package org.dcgan.trainer;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.dcgan.topic.Topic;

/** Makes the topics on a test's broker. */
final class Topics {
    private Topics() {}

    static void create(Map<String, Object> kafka, Topic... topics) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            admin.createTopics(Arrays.stream(topics)
                            .map(topic -> new NewTopic(topic.topicName(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }
}
