package test;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Writes all that it is given of a record into a file; record-connectors.ts is the same for the built-in worker. */
public final class RecordSinkConnector extends SinkConnector {
    static final ConfigDef CONFIG = new ConfigDef()
        .define("file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "A record a line, as JSON.")
        .define("refuse", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "Refuses every record.");
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
        return RecordSinkTask.class;
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

    public static final class RecordSinkTask extends SinkTask {
        private Writer file;
        private boolean refuse;

        @Override
        public void start(Map<String, String> props) {
            refuse = Boolean.parseBoolean(props.get("refuse"));
            try {
                file = Files.newBufferedWriter(Path.of(props.get("file")));
            } catch (IOException error) {
                throw new ConnectException(error);
            }
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (refuse) {
                for (SinkRecord record : records) {
                    context.errantRecordReporter().report(record, new DataException("refused"));
                }
                return;
            }
            try {
                for (SinkRecord record : records) file.write(RecordText.line(record) + "\n");
            } catch (IOException error) {
                throw new ConnectException(error);
            }
        }

        @Override
        public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
            try {
                file.flush();
            } catch (IOException error) {
                throw new ConnectException(error);
            }
        }

        @Override
        public void stop() {
            try {
                if (file != null) file.close();
            } catch (IOException error) {
                throw new ConnectException(error);
            }
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
