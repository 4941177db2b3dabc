#!/bin/bash
# Makes a certificate for Elasticsearch and the CA that signed it, once; afterwards it does nothing.
#
# Runs in the image of Elasticsearch, as root, because a new volume belongs to root. The key of the CA
# is thrown away: to renew, both are made anew (docs/how-to/run-with-docker.md).
set -euo pipefail

folder=/certificates
# Written last, so what is there is whole.
last=$folder/elasticsearch.crt
if [[ -f $last ]]; then
  echo "certificates: there since $(date -u -r "$last" +%F)."
  exit 0
fi

umask 077
work=$(mktemp -d)
certutil=/usr/share/elasticsearch/bin/elasticsearch-certutil
"$certutil" ca --silent --pem --days 3650 --out "$work/ca.zip"
unzip -q "$work/ca.zip" -d "$work"
"$certutil" cert --silent --pem --days 3650 --name elasticsearch --dns elasticsearch,localhost --ip 127.0.0.1 \
  --ca-cert "$work/ca/ca.crt" --ca-key "$work/ca/ca.key" --out "$work/elasticsearch.zip"
unzip -q "$work/elasticsearch.zip" -d "$work"

chmod 755 "$folder"
# Everybody may know whom to trust; the key is for the group of Elasticsearch, which is that of root.
install -m 644 "$work/ca/ca.crt" "$folder/ca.crt"
install -m 640 "$work/elasticsearch/elasticsearch.key" "$folder/elasticsearch.key"
install -m 644 "$work/elasticsearch/elasticsearch.crt" "$last"
rm -rf "$work"
echo 'certificates: made, for ten years.'
