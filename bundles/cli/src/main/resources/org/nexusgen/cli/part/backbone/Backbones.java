package {{package}};

import java.util.Set;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.backbone.TokenSampling;
import org.nexusgen.api.config.ProcessSettings;
import org.nexusgen.api.weights.ConfigTree;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes backbones. It ranks below the shipped one, so that a request must name it. */
@Component(
    configurationPid = {{type}}Backbones.PID,
    property = {
      "part=backbone",
      "name=" + {{type}}Backbones.NAME,
      "service.ranking:Integer=" + {{type}}Backbones.RANKING
    })
@Designate(ocd = {{type}}Backbones.Settings.class)
public final class {{type}}Backbones implements AutoregressiveBackbone.Provider {
  static final String NAME = "{{name}}";

  /** Under which it is configured. */
  static final String PID = "{{id}}";

  static final int RANKING = -1000;

  /** What {@code conf/{{id}}.properties} may say. */
  @ObjectClassDefinition(name = "{{type}} backbone")
  public @interface Settings {
    @AttributeDefinition(
        description = "Words after which an answer ends.",
        min = "2",
        max = "1000")
    int words() default 8;
  }

  private final int words;

  @Activate
  public {{type}}Backbones(Settings settings) {
    words = settings.words();
  }

  /** Without OSGi. */
  public {{type}}Backbones() {
    this(ProcessSettings.of(Settings.class, PID));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int ranking() {
    return RANKING;
  }

  @Override
  public AutoregressiveBackbone open(PartContext context) {
    ConfigTree config = context.model().requireConfig("config.json");
    BackboneInfo info =
        new BackboneInfo(
            config.requireInt("hidden_size"),
            config.requireInt("vocab_size"),
            config.requireInt("max_position_embeddings"),
            config.requireInt("max_position_embeddings"),
            config.requireInt("image_token_id"),
            config.requireInt("vision_start_token_id"),
            config.requireInt("vision_end_token_id"),
            Set.of(config.requireInt("eos_token_id")),
            TokenSampling.best());
    return new {{type}}Backbone(info, words);
  }
}
