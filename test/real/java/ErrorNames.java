import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/** Prints the errors of the protocol, one a line: code, name, class, whether it is retriable, whether metadata is stale. */
public class ErrorNames {
    public static void main(String[] args) {
        for (Errors error : Errors.values()) {
            if (error == Errors.NONE) continue;
            int retriable = error.exception() instanceof RetriableException ? 1 : 0;
            int stale = error.exception() instanceof InvalidMetadataException ? 1 : 0;
            System.out.println(error.code() + "\t" + error.name() + "\t" + error.exceptionName() + "\t" + retriable + "\t" + stale);
        }
    }
}
