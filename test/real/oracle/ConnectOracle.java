import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.apache.kafka.connect.util.ConnectorTaskId;

/**
 * Answers questions about what Kafka Connect's own classes, and the JDK's, do: a question a line of standard input, as
 * JSON, an answer a line of standard output, in the same order. Run from its source; oracle.ts has the other end.
 */
public final class ConnectOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonConverter WITH_SCHEMA = json(Map.of("schemas.enable", "true", "replace.null.with.default", "false"));
    private static final JsonConverter PLAIN = json(Map.of("schemas.enable", "false"));
    private static Plugins plugins;
    private static ConnectMetrics metrics;

    public static void main(String[] args) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            ObjectNode answer = JSON.createObjectNode();
            try {
                ask(JSON.readTree(line), answer);
            } catch (Exception | StackOverflowError error) {
                answer.removeAll();
                answer.put("error", error.getClass().getName() + ": " + error.getMessage());
            }
            out.println(JSON.writeValueAsString(answer));
        }
        out.flush();
        System.exit(0);
    }

    private static void ask(JsonNode q, ObjectNode answer) throws Exception {
        switch (q.get("ask").asText()) {
            case "transform" -> transform(q, answer);
            case "chain" -> chain(q, answer);
            case "predicate" -> predicate(q, answer);
            case "write" -> write(q, answer);
            case "read" -> read(q, answer);
            case "regex" -> regex(q, answer);
            case "format date" -> answer.put("text", dates(q).format(new Date(q.get("millis").asLong())));
            case "parse date" -> parseDate(q, answer);
            default -> throw new IllegalArgumentException("no such question: " + q);
        }
    }

    @SuppressWarnings("unchecked")
    private static void transform(JsonNode q, ObjectNode answer) throws Exception {
        try (Transformation<?> transform = (Transformation<?>) create(q)) {
            transform.configure(config(q));
            ConnectRecord<?> record = record(q.get("record"));
            if (record instanceof SinkRecord sink) show(((Transformation<SinkRecord>) transform).apply(sink), answer);
            else show(((Transformation<SourceRecord>) transform).apply((SourceRecord) record), answer);
        }
    }

    /** As a task does it: stages made by ConnectorConfig, with predicates and negation, until one drops the record. */
    private static void chain(JsonNode q, ObjectNode answer) throws Exception {
        if (plugins == null) {
            plugins = new Plugins(Map.of("plugin.discovery", "service_load"));
            Map<String, String> worker = Map.of(
                "bootstrap.servers", "127.0.0.1:1", "offset.storage.file.filename", "unused",
                "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter");
            metrics = new ConnectMetrics("oracle", new StandaloneConfig(worker), Time.SYSTEM, "cluster");
        }
        Map<String, String> props = new LinkedHashMap<>(Map.of("name", "c", "connector.class", "FileStreamSink"));
        props.putAll(config(q));
        ConnectRecord<?> record = record(q.get("record"));
        if (record instanceof SinkRecord sink) show(through(props, sink), answer);
        else show(through(props, (SourceRecord) record), answer);
    }

    private static <R extends ConnectRecord<R>> R through(Map<String, String> props, R record) {
        ConnectorConfig config = new ConnectorConfig(plugins, props);
        List<TransformationStage<R>> stages = config.transformationStages(plugins, new ConnectorTaskId("c", 0), metrics);
        R current = record;
        try {
            for (TransformationStage<R> stage : stages) {
                current = stage.apply(current);
                if (current == null) return null;
            }
            return current;
        } finally {
            stages.forEach(TransformationStage::close);
        }
    }

    @SuppressWarnings("unchecked")
    private static void predicate(JsonNode q, ObjectNode answer) throws Exception {
        try (Predicate<?> predicate = (Predicate<?>) create(q)) {
            predicate.configure(config(q));
            ConnectRecord<?> record = record(q.get("record"));
            boolean holds = record instanceof SinkRecord sink
                ? ((Predicate<SinkRecord>) predicate).test(sink)
                : ((Predicate<SourceRecord>) predicate).test((SourceRecord) record);
            answer.put("holds", holds);
        }
    }

    private static void write(JsonNode q, ObjectNode answer) throws Exception {
        Object converter = create(q);
        SchemaAndValue data = data(q.get("value"));
        byte[] bytes;
        if (role(q).equals("header")) {
            bytes = configuredForHeaders(converter, q).fromConnectHeader("t", "h", data.schema(), data.value());
        } else {
            bytes = configured(converter, q).fromConnectData("t", data.schema(), data.value());
        }
        answer.put("bytes", bytes == null ? null : HexFormat.of().formatHex(bytes));
    }

    private static void read(JsonNode q, ObjectNode answer) throws Exception {
        Object converter = create(q);
        byte[] bytes = q.get("bytes").isNull() ? null : HexFormat.of().parseHex(q.get("bytes").asText());
        SchemaAndValue data = role(q).equals("header")
            ? configuredForHeaders(converter, q).toConnectHeader("t", "h", bytes)
            : configured(converter, q).toConnectData("t", bytes);
        answer.put("value", text(data.schema(), data.value()));
        answer.put("valueText", String.valueOf(data.value()));
    }

    private static String role(JsonNode q) {
        return q.get("role").asText();
    }

    private static Converter configured(Object converter, JsonNode q) {
        ((Converter) converter).configure(config(q), role(q).equals("key"));
        return (Converter) converter;
    }

    private static HeaderConverter configuredForHeaders(Object converter, JsonNode q) {
        Map<String, String> config = new LinkedHashMap<>(config(q));
        config.put("converter.type", "header");
        ((HeaderConverter) converter).configure(config);
        return (HeaderConverter) converter;
    }

    /** Whether all of the text matches, every match in it with its groups, and what a replacement makes of them. */
    private static void regex(JsonNode q, ObjectNode answer) {
        Pattern pattern = Pattern.compile(q.get("pattern").asText());
        String text = q.get("text").asText();
        answer.put("whole", pattern.matcher(text).matches());
        ArrayNode found = answer.putArray("found");
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            ArrayNode groups = found.addArray().add(matcher.start());
            for (int i = 0; i <= matcher.groupCount(); i++) groups.add(matcher.group(i));
        }
        if (!q.has("replacement")) return;
        try {
            answer.put("replaced", pattern.matcher(text).replaceFirst(q.get("replacement").asText()));
        } catch (RuntimeException error) {
            answer.put("replaced", error.getClass().getName() + ": " + error.getMessage());
        }
    }

    private static SimpleDateFormat dates(JsonNode q) {
        SimpleDateFormat format = new SimpleDateFormat(q.get("pattern").asText());
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        return format;
    }

    private static void parseDate(JsonNode q, ObjectNode answer) {
        Date date = dates(q).parse(q.get("text").asText(), new ParsePosition(0));
        answer.put("millis", date == null ? null : date.getTime());
    }

    private static Object create(JsonNode q) throws Exception {
        return Class.forName(q.get("class").asText()).getDeclaredConstructor().newInstance();
    }

    private static Map<String, String> config(JsonNode q) {
        Map<String, String> config = new LinkedHashMap<>();
        q.get("config").fields().forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    private static ConnectRecord<?> record(JsonNode r) {
        SchemaAndValue key = data(r.get("key"));
        SchemaAndValue value = data(r.get("value"));
        Headers headers = new ConnectHeaders();
        if (r.has("headers")) r.get("headers").forEach(h -> headers.add(h.get("key").asText(), data(h.get("value"))));
        Long timestamp = r.has("timestamp") ? r.get("timestamp").asLong() : null;
        String topic = r.has("topic") ? r.get("topic").asText() : "t";
        if (r.has("offset")) {
            return new SinkRecord(topic, 3, key.schema(), key.value(), value.schema(), value.value(),
                r.get("offset").asLong(), timestamp, TimestampType.CREATE_TIME, headers);
        }
        Integer partition = r.has("partition") ? r.get("partition").asInt() : null;
        return new SourceRecord(Map.of("f", "x"), Map.of("p", 1L), topic, partition,
            key.schema(), key.value(), value.schema(), value.value(), timestamp, headers);
    }

    /** JSON text: an envelope of a schema and a payload, or a value without a schema. */
    private static SchemaAndValue data(JsonNode text) {
        if (text == null || text.isNull()) return SchemaAndValue.NULL;
        try {
            JsonNode parsed = JSON.readTree(text.asText());
            boolean isEnvelope = parsed.has("schema") && parsed.has("payload");
            return (isEnvelope ? WITH_SCHEMA : PLAIN).toConnectData("t", text.asText().getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException error) {
            throw new IllegalArgumentException(error);
        }
    }

    private static void show(ConnectRecord<?> record, ObjectNode answer) {
        if (record == null) {
            answer.put("dropped", true);
            return;
        }
        answer.put("topic", record.topic());
        if (record.keySchema() != null || record.key() != null) {
            answer.put("key", text(record.keySchema(), record.key()));
            answer.put("keyText", String.valueOf(record.key()));
        }
        answer.put("value", text(record.valueSchema(), record.value()));
        answer.put("valueText", String.valueOf(record.value()));
        if (record.headers().isEmpty()) return;
        ArrayNode headers = answer.putArray("headers");
        for (Header header : record.headers()) headers.add(header.key() + "=" + text(header.schema(), header.value()));
    }

    private static String text(Schema schema, Object value) {
        try {
            byte[] bytes = WITH_SCHEMA.fromConnectData("t", schema, value);
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        } catch (RuntimeException error) {
            return "!" + error.getClass().getName() + ": " + error.getMessage();
        }
    }

    private static JsonConverter json(Map<String, String> config) {
        JsonConverter converter = new JsonConverter();
        converter.configure(config, false);
        return converter;
    }
}
