#!/bin/sh
# libvips: writes the JPEG with the highest quality within the limit, or the decoded pixels as PPM.
# usage: vips.sh IN OUT.jpg LIMIT, or vips.sh IN OUT.ppm
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
# Decodes once, into a memory-mapped file.
vips colourspace "$1" "$folder/pixels.v" srgb
case $2 in
  *.ppm)
    if [ "$(vipsheader -f bands "$folder/pixels.v")" = 4 ]; then
      vips flatten "$folder/pixels.v" "$folder/flat.v" --background 255
      mv "$folder/flat.v" "$folder/pixels.v"
    fi
    vips ppmsave "$folder/pixels.v" "$2"
    exit
    ;;
esac
low=1
high=100
while [ "$low" -le "$high" ]; do
  quality=$(((low + high) / 2))
  vips jpegsave "$folder/pixels.v" "$folder/tried.jpg" --Q "$quality" --background 255
  if [ "$(stat -c %s "$folder/tried.jpg")" -le "$3" ]; then
    mv "$folder/tried.jpg" "$2"
    low=$((quality + 1))
  else
    high=$((quality - 1))
  fi
done
