package test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Gives the records of a file to a topic, once; record-connectors.ts is the same for the built-in worker. */
public final class RecordSourceConnector extends SourceConnector {
    static final ConfigDef CONFIG = new ConfigDef()
        .define("file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "A record a line, as JSON.")
        .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The topic of the records.");
    private Map<String, String> props;

    @Override
    public void start(Map<String, String> given) {
        props = given;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return RecordSourceTask.class;
    }

    @Override
    public void stop() {
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public String version() {
        return "1";
    }

    public static final class RecordSourceTask extends SourceTask {
        private static final int BATCH = 1000;
        private List<String> lines;
        private String topic;
        private int next;

        @Override
        public void start(Map<String, String> props) {
            topic = props.get("topic");
            try {
                lines = Files.readAllLines(Path.of(props.get("file")));
            } catch (IOException error) {
                throw new ConnectException(error);
            }
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            if (next == lines.size()) {
                Thread.sleep(200);
                return null;
            }
            List<SourceRecord> records = new ArrayList<>();
            try {
                for (; next < lines.size() && records.size() < BATCH; next++) {
                    records.add(RecordText.sourceRecord(lines.get(next), topic, next));
                }
            } catch (IOException error) {
                throw new ConnectException(error);
            }
            return records;
        }

        @Override
        public void stop() {
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
