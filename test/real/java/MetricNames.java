import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.FetchMetricsRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.internals.SenderMetricsRegistry;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.MetricNameTemplate;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.runtime.ConnectMetricsRegistry;

/** Prints what producers, consumers, admin clients and Kafka Connect count, one a line: group, name, tags. */
public class MetricNames {
    private static final Set<String> lines = new TreeSet<>();

    public static void main(String[] args) {
        Metrics metrics = new Metrics(new MetricConfig().tags(Map.of("client-id", "names")));
        for (MetricNameTemplate template : new SenderMetricsRegistry(metrics).allTemplates()) add(template);
        for (MetricNameTemplate template : new FetchMetricsRegistry(Set.of("client-id"), "consumer").getAllTemplates()) add(template);
        for (MetricNameTemplate template : new ConnectMetricsRegistry().getAllTemplates()) add(template);
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "127.0.0.1:1");
        config.put("group.id", "names");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", "127.0.0.1:1"));
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (MetricName name : producer.metrics().keySet()) add(name.group(), name.name(), name.tags().keySet());
            for (MetricName name : admin.metrics().keySet()) add(name.group(), name.name(), name.tags().keySet());
            for (MetricName name : consumer.metrics().keySet()) add(name.group(), name.name(), name.tags().keySet());
        }
        lines.forEach(System.out::println);
    }

    private static void add(MetricNameTemplate template) {
        add(template.group(), template.name(), template.tags());
    }

    private static void add(String group, String name, Set<String> tags) {
        // There once something has been sent to a node, which the admin client may have begun to do.
        if (group.endsWith("-node-metrics")) return;
        lines.add(group + "\t" + name + "\t" + String.join(",", new TreeSet<>(tags)));
    }
}
