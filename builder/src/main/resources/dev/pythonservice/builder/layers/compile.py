# Compiles Python files to bytecode that is never checked against its source (PEP 552), because nothing in an image changes.
# A file that does not compile is left out, as compileall does: packages bring templates and code for other Pythons.
# argv[1] names a file with three texts for each source, every one ended by a NUL: the source, its name in tracebacks, the output.
import marshal
import sys
from importlib.util import MAGIC_NUMBER, source_hash

UNCHECKED_HASH = (1).to_bytes(4, "little")

with open(sys.argv[1], encoding="utf-8", errors="surrogateescape", newline="") as file:
    texts = file.read().split("\0")[:-1]
for source, name, output in zip(texts[::3], texts[1::3], texts[2::3]):
    with open(source, "rb") as file:
        content = file.read()
    try:
        code = compile(content, name, "exec", dont_inherit=True)
        bytecode = marshal.dumps(code)
    except Exception:
        continue
    with open(output, "wb") as file:
        file.write(MAGIC_NUMBER + UNCHECKED_HASH + source_hash(content) + bytecode)
