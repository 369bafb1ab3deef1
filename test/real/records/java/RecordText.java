package test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** Records as lines of JSON, in which every value is JSON text itself; run-vector.ts has the same for the built-in worker. */
final class RecordText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonConverter WITH_SCHEMA = json(Map.of("schemas.enable", "true", "replace.null.with.default", "false"));
    private static final JsonConverter PLAIN = json(Map.of("schemas.enable", "false"));

    private RecordText() {
    }

    static SourceRecord sourceRecord(String line, String topic, long position) throws java.io.IOException {
        JsonNode r = JSON.readTree(line);
        SchemaAndValue key = data(r.get("key"));
        SchemaAndValue value = data(r.get("value"));
        Headers headers = new ConnectHeaders();
        if (r.has("headers")) {
            for (JsonNode h : r.get("headers")) headers.add(h.get("key").asText(), data(h.get("value")));
        }
        Long timestamp = r.has("timestamp") ? r.get("timestamp").asLong() : null;
        return new SourceRecord(Map.of("f", "x"), Map.of("p", position), topic, null,
            key.schema(), key.value(), value.schema(), value.value(), timestamp, headers);
    }

    static String line(SinkRecord record) throws java.io.IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("topic", record.topic());
        if (record.keySchema() != null || record.key() != null) {
            line.put("key", text(record.keySchema(), record.key()));
            line.put("keyText", String.valueOf(record.key()));
        }
        line.put("value", text(record.valueSchema(), record.value()));
        line.put("valueText", String.valueOf(record.value()));
        if (!record.headers().isEmpty()) {
            ArrayNode headers = line.putArray("headers");
            for (Header header : record.headers()) headers.add(header.key() + "=" + text(header.schema(), header.value()));
        }
        line.put("partition", record.kafkaPartition());
        line.put("timestamp", record.timestamp());
        line.put("timestampType", record.timestampType().toString());
        line.put("offset", record.kafkaOffset());
        line.put("original", record.originalTopic() + " " + record.originalKafkaPartition() + " " + record.originalKafkaOffset());
        return JSON.writeValueAsString(line);
    }

    /** JSON text: an envelope of a schema and a payload, or a value without a schema. */
    private static SchemaAndValue data(JsonNode text) throws java.io.IOException {
        if (text == null || text.isNull()) return SchemaAndValue.NULL;
        JsonNode parsed = JSON.readTree(text.asText());
        boolean isEnvelope = parsed.has("schema") && parsed.has("payload");
        return (isEnvelope ? WITH_SCHEMA : PLAIN).toConnectData("t", text.asText().getBytes(StandardCharsets.UTF_8));
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
