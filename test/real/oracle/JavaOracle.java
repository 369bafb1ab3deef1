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
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers questions about what the JDK's classes do: a question a line of standard input, as JSON, an answer a line of
 * standard output, in the same order. Run from its source; oracle.ts has the other end.
 */
public final class JavaOracle {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private static void ask(JsonNode q, ObjectNode answer) {
        switch (q.get("ask").asText()) {
            case "regex" -> regex(q, answer);
            case "format date" -> answer.put("text", dates(q).format(new Date(q.get("millis").asLong())));
            case "parse date" -> parseDate(q, answer);
            default -> throw new IllegalArgumentException("no such question: " + q);
        }
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
}
