# Build the jar first: ./mvnw -q -DskipTests package
FROM eclipse-temurin:25-jre

RUN useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin deployer \
    && install -d -o deployer -g deployer /data
COPY --chmod=0644 deployer-web/target/balancer-deployer.jar /app/balancer-deployer.jar

USER deployer
WORKDIR /app
# The Git mirror and, without MONGODB_URI, the embedded database. One application per directory.
VOLUME /data
EXPOSE 8080

# The image has no HTTP client, so bash asks.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]

# Nobody is authenticated yet: publish the port on 127.0.0.1 only.
ENTRYPOINT ["java", "-XX:-UseBASE64Intrinsics", "-jar", "/app/balancer-deployer.jar", \
    "--server.address=0.0.0.0", "--server.port=8080", "--deployer.data-dir=/data"]
