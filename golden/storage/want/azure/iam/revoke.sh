#!/bin/sh
# Takes every role that a principal has in a resource group away, written by alienc.
#
#   revoke.sh RESOURCE_GROUP OBJECT_ID
#
# OBJECT_ID is that of the vendor's service principal, which then has no access
# any more, or that of any other principal. After it was an identity of the
# stack's own, deploy main.bicep again: it assigns what is still wanted.
#
# Azure deletes no assignment on a resource with the lock alien-keep. The script
# takes that lock away for one deletion, and puts it back even when that fails.
# It needs Microsoft.Authorization/roleAssignments/{read,delete} and
# Microsoft.Authorization/locks/{read,write,delete}, which an owner has. To run
# it again does no harm. Tokens that were issued before live on for about an hour.
set -eu
export MSYS_NO_PATHCONV=1 # ids begin like paths, and Windows would change them

say() { printf 'revoke.sh: %s\n' "$1" >&2; }

lower() { printf '%s' "$1" | LC_ALL=C tr '[:upper:]' '[:lower:]'; }

if [ $# -ne 2 ]; then
  say 'usage: revoke.sh RESOURCE_GROUP OBJECT_ID'
  exit 2
fi
x='[0123456789abcdef]'
x4=$x$x$x$x
principal=$(lower "$2")
case $principal in
$x4$x4-$x4-$x4-$x4-$x4$x4$x4) ;;
*)
  say 'the second argument is no object id'
  exit 2
  ;;
esac
group=$(az group show --name "$1" --query id --output tsv)
group=$(lower "$group")
case $group in
/subscriptions/*/resourcegroups/*) ;;
*)
  say 'the first argument is no resource group'
  exit 2
  ;;
esac

unlocked= # id of the resource whose lock is away
notes=
lock_again() {
  [ -n "$unlocked" ] || return 0
  if ! az lock create --name alien-keep --lock-type CanNotDelete --resource "$unlocked" --notes "$notes" --output none; then
    say "NO LOCK on $unlocked: create alien-keep there"
    exit 1
  fi
  unlocked=
}
trap lock_again EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# unlock takes the lock on a resource away, if there is one.
unlock() {
  found=$(az lock list --resource "$1" --query "[?name=='alien-keep'].[id, notes]" --output tsv)
  [ -n "$found" ] || return 0
  lock=${found%%"$tab"*}
  notes=${found#*"$tab"}
  unlocked=$1
  az lock delete --ids "$lock"
}

tab=$(printf '\t')
assigned=$(az role assignment list --all --fill-principal-name false --query "[?principalId=='$principal'].[id, scope]" --output tsv)
count=0
while IFS=$tab read -r id scope <&3; do
  case $(lower "$scope") in
  "$group") ;;
  "$group"/providers/*)
    IFS=/ read -r empty subscriptions subscription groups name providers provider type resource below <<END
$scope
END
    unlock "/$subscriptions/$subscription/$groups/$name/$providers/$provider/$type/$resource"
    ;;
  *) continue ;;
  esac
  az role assignment delete --ids "$id"
  lock_again
  echo "deleted: $scope"
  count=$((count + 1))
done 3<<END
$assigned
END
echo "$count assignments deleted"
