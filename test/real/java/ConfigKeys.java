import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;

/** Prints every setting that Kafka Connect and its clients define, one a line: definition, name, type, importance, default. */
public class ConfigKeys {
    public static void main(String[] args) throws Exception {
        print("standalone", hidden("org.apache.kafka.connect.runtime.standalone.StandaloneConfig"));
        print("distributed", distributed());
        print("producer", ProducerConfig.configDef());
        print("consumer", ConsumerConfig.configDef());
        print("admin", AdminClientConfig.configDef());
        print("source", SourceConnectorConfig.configDef());
        print("sink", SinkConnectorConfig.configDef());
    }

    private static ConfigDef hidden(String className) throws Exception {
        for (Field field : Class.forName(className).getDeclaredFields()) {
            if (field.getType() != ConfigDef.class) continue;
            field.setAccessible(true);
            return (ConfigDef) field.get(null);
        }
        throw new IllegalStateException(className + " holds no ConfigDef");
    }

    /** Its definition depends on which algorithms Java has. */
    private static ConfigDef distributed() throws Exception {
        Class<?> crypto = Class.forName("org.apache.kafka.connect.runtime.distributed.Crypto");
        Field system = crypto.getDeclaredField("SYSTEM");
        system.setAccessible(true);
        Class<?> config = Class.forName("org.apache.kafka.connect.runtime.distributed.DistributedConfig");
        Method method = config.getDeclaredMethod("config", crypto);
        method.setAccessible(true);
        return (ConfigDef) method.invoke(null, system.get(null));
    }

    private static void print(String definition, ConfigDef def) {
        for (ConfigDef.ConfigKey key : def.configKeys().values()) {
            String value = key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : "(required)";
            System.out.println(String.join("\t", definition, key.name, key.type.name(), key.importance.name(), String.valueOf(value)));
        }
    }
}
