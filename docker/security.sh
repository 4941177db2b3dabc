#!/bin/bash
# Gives Elasticsearch the password of Kibana, and a role and a user for each file of roles/. Whatever
# is there is set again, so a second run changes nothing but what was changed in .env or roles/.
#
# Runs in the image of Elasticsearch, which has bash and curl. Passwords are in no command line.
set -euo pipefail

url=${ELASTICSEARCH_URL:-https://elasticsearch:9200}
roles=${ROLES_FOLDER:-/roles}
ca=${ELASTICSEARCH_CA:-/certificates/ca.crt}

fail() {
  echo "security: $1" >&2
  exit 1
}

# They stand in JSON and in the configuration of curl.
require_plain() {
  [[ ${!1:-} =~ ^[A-Za-z0-9_.~-]{12,}$ ]] ||
    fail "$1 in .env: expected at least 12 of A-Z a-z 0-9 _ . ~ -; openssl rand -hex 24 makes one."
}

# send METHOD PATH, with the body on stdin
send() {
  local answer status
  answer=$(mktemp)
  status=$(curl --silent --show-error --max-time 20 --cacert "$ca" \
    --config <(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD") \
    --request "$1" --header 'content-type: application/json' --data-binary @- \
    --output "$answer" --write-out '%{http_code}' "$url$2") ||
    fail "Elasticsearch at $url could not be asked; this is tried again some times."
  case $status in
    2??) rm -f "$answer" ;;
    401) fail "Elasticsearch does not know ELASTIC_PASSWORD: it counts at the first start only. Put the old one into .env; docs/how-to/run-with-docker.md says how to change it." ;;
    *) fail "Elasticsearch answered $status to $1 $2: $(head -c 500 "$answer")" ;;
  esac
}

# TALLY_WORKER_PASSWORD of tally-worker
password_of() {
  local name=${1//-/_}
  echo "${name^^}_PASSWORD"
}

require_plain ELASTIC_PASSWORD
require_plain KIBANA_SYSTEM_PASSWORD
for file in "$roles"/*.json; do
  require_plain "$(password_of "$(basename "$file" .json)")"
done

send POST /_security/user/kibana_system/_password <<<"{\"password\":\"$KIBANA_SYSTEM_PASSWORD\"}"
for file in "$roles"/*.json; do
  name=$(basename "$file" .json)
  password=$(password_of "$name")
  send PUT "/_security/role/$name" <"$file"
  send PUT "/_security/user/$name" <<<"{\"password\":\"${!password}\",\"roles\":[\"$name\"]}"
  echo "security: $name may do what its role says."
done
