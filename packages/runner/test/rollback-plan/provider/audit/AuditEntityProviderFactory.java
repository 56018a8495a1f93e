package audit;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** A provider with a table of its own, as an organisation may add one to its image. */
public class AuditEntityProviderFactory implements JpaEntityProviderFactory {
  @Override
  public JpaEntityProvider create(KeycloakSession session) {
    return new JpaEntityProvider() {
      @Override
      public List<Class<?>> getEntities() {
        return List.of();
      }

      @Override
      public String getChangelogLocation() {
        return "META-INF/audit-changelog.xml";
      }

      @Override
      public String getFactoryId() {
        return getId();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String getId() {
    return "audit";
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
