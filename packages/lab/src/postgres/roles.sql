-- The account that Keycloak uses and that owns its database. For psql; the password comes from the environment.
\getenv keycloak_password KEYCLOAK_DATABASE_PASSWORD
\getenv gate_password GATE_DATABASE_PASSWORD
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak_password';
CREATE ROLE gate LOGIN PASSWORD :'gate_password' CONNECTION LIMIT 10;
