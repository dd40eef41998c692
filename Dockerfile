# The program alone on Debian, without root. Its root file system may be read-only; /data is its place.

FROM rust:1.95-trixie AS build
# The image's own compiler, without the parts that only development needs.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/study-coach /study-coach

FROM debian:trixie-slim
# The fonts are for names in scripts that the program brings none for (Arabic, Devanagari, Chinese,
# Japanese, Korean and many more), and for emoji. STUDY_COACH_CARDS_FONTS below says where they are.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
        fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /data --create-home coach
COPY --from=build /study-coach /usr/local/bin/study-coach
USER coach
WORKDIR /data
VOLUME /data
ENV STUDY_COACH_OPS_LISTEN=127.0.0.1:9090
ENV STUDY_COACH_CARDS_FONTS=/usr/share/fonts
# By bash alone: nothing else in the image speaks HTTP.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/9090 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["study-coach"]
CMD ["run"]
